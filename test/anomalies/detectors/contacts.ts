import { type ConnectionRow, DAY_START_S } from '../connection-rows.ts';

/** From 0 to `count`. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

/** A connection that is refused, at a second of the day. */
export function refusal(
  client: string,
  server: string,
  port: number,
  second: number,
  given: Partial<ConnectionRow> = {},
): ConnectionRow {
  return { client, server, server_port: port, start_s: DAY_START_S + second, refused: true, ...given };
}

/** A connection that is answered, at a second of the day. */
export function answer(
  client: string,
  server: string,
  port: number,
  second: number,
  given: Partial<ConnectionRow> = {},
): ConnectionRow {
  return { client, server, server_port: port, start_s: DAY_START_S + second, ...given };
}
