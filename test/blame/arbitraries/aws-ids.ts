/** An id in AWS's style, `eni-` and 17 hexadecimal digits, the same for the same kind and number. */
export function awsId(kind: string, number: number): string {
  const family = Buffer.from(kind).reduce((sum, byte) => (sum * 31 + byte) % 0xfff, 7);
  return `${kind}-0${family.toString(16).padStart(3, '0')}${number.toString(16).padStart(13, '0')}`;
}
