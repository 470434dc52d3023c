/** The content is of a form that holds flow logs, but holds none: a file that only happens to have such a name. */
export class NotFlowLogsError extends Error {
  override readonly name = 'NotFlowLogsError';
}
