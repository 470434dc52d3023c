/** Whether tests take the time to try many more cases: `FLOWBLAME_THOROUGH=1`. */
export const IS_THOROUGH = process.env['FLOWBLAME_THOROUGH'] === '1';

/** A number of cases for every day, or the one for thorough runs. */
export function cases(everyDay: number, thorough: number): number {
  return IS_THOROUGH ? thorough : everyDay;
}
