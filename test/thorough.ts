/** Whether tests take the time to try many more cases: `FLOWBLAME_THOROUGH=1`. */
export const IS_THOROUGH = process.env['FLOWBLAME_THOROUGH'] === '1';

/** A number of cases for every day, or the one for thorough runs. */
export function cases(everyDay: number, thorough: number): number {
  return IS_THOROUGH ? thorough : everyDay;
}

/** Every so manieth of the cases on an ordinary day, all of them in thorough runs. */
export function someCases<T>(all: readonly T[], every: number): readonly T[] {
  return IS_THOROUGH ? all : all.filter((_, i) => i % every === 0);
}
