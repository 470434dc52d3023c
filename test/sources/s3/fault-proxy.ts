import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one request. */
export type Fault =
  /** The proxy answers itself. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** So many bytes of the body come, and then a TCP reset, an orderly end, or nothing. */
  | { readonly kind: 'cut'; readonly after: number; readonly how: 'reset' | 'close' | 'stall' }
  /** The connection is closed, or nothing comes, before the answer begins. */
  | { readonly kind: 'no answer'; readonly how: 'reset' | 'stall' }
  /** The server is asked without these headers. */
  | { readonly kind: 'without'; readonly headers: readonly string[] }
  /** A whole answer that says it is shorter than the object. */
  | { readonly kind: 'short'; readonly length: number };

/** A request as it came to the proxy. */
export interface SeenRequest {
  readonly method: string;
  /** Decoded, with the bucket in front. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** Chooses what happens to a request; may do something to the server first. */
export type FaultPlan = (seen: SeenRequest, count: number) => Fault | undefined | Promise<Fault | undefined>;

/** Stands between client and server on loopback, and does to answers what networks and servers do. */
export interface FaultProxy {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** From now on; forgets the requests seen before. */
  plan(plan?: FaultPlan): void;
  close(): Promise<void>;
}

/** Starts a proxy for the server at a URL. Hosts are passed on as they are, so that signatures stay valid. */
export async function faultProxy(upstream: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  let requests: SeenRequest[] = [];
  let current: FaultPlan = () => undefined;
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = seenRequest(incoming);
    requests.push(seen);
    const fault = await current(seen, requests.length);
    if (fault?.kind === 'answer') return answerItself(incoming, response, fault);
    if (fault?.kind === 'no answer') {
      if (fault.how === 'reset') incoming.socket.resetAndDestroy();
      return;
    }
    const [answer, body] = await forward(upstream, incoming, { agent, fault });
    await passOn(response, { answer, body, fault });
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    plan(plan = () => undefined) {
      requests = [];
      current = plan;
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function seenRequest({ method = '', url = '', headers }: IncomingMessage): SeenRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return { method, path: decodeURIComponent(pathname), query: searchParams, headers };
}

function answerItself(
  incoming: IncomingMessage,
  response: ServerResponse,
  { status, body = '', headers = {} }: Extract<Fault, { kind: 'answer' }>,
): void {
  incoming.resume();
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(body);
}

async function forward(
  upstream: string,
  incoming: IncomingMessage,
  { agent, fault }: { readonly agent: Agent; readonly fault: Fault | undefined },
): Promise<[IncomingMessage, Buffer]> {
  const headers = { ...incoming.headers };
  if (fault?.kind === 'without') for (const name of fault.headers) delete headers[name];
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method: incoming.method ?? 'GET', headers, agent };
    const outgoing = httpRequest(new URL(incoming.url ?? '/', upstream), options, resolve);
    outgoing.on('error', reject);
    incoming.pipe(outgoing);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return [answer, Buffer.concat(chunks)];
}

async function passOn(
  response: ServerResponse,
  passed: { readonly answer: IncomingMessage; readonly body: Buffer; readonly fault: Fault | undefined },
): Promise<void> {
  const { answer, fault } = passed;
  const isShort = fault?.kind === 'short' && answer.statusCode === 200;
  const body = isShort ? passed.body.subarray(0, fault.length) : passed.body;
  const length = isShort ? { 'content-length': String(body.length) } : {};
  response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...length });
  if (fault?.kind !== 'cut') {
    response.end(body);
    return;
  }
  const { socket } = response;
  await new Promise<void>((resolve) => {
    if (fault.after === 0) response.flushHeaders();
    response.write(body.subarray(0, fault.after), () => resolve());
  });
  // What is on its way when a reset comes may be lost.
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (fault.how === 'reset') socket?.resetAndDestroy();
  if (fault.how === 'close') socket?.end();
}
