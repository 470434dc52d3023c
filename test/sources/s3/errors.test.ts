import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { S3Options } from '../../../src/sources/s3/options.ts';
import { s3Sources } from '../../../src/sources/s3/s3-sources.ts';
import type { Fault } from './fault-proxy.ts';
import { bytesOf, isolateAwsEnvironment, type S3Server, s3Server, SHORT } from './s3-server.ts';

let server: S3Server;

beforeAll(async () => {
  server = await s3Server();
  await server.createBucket('logs');
  await server.put('logs', { 'flow/a.log': 'content', 'flow/b.log': 'more' });
});
afterAll(() => server.close());
afterEach(() => {
  server.proxy.plan();
  isolateAwsEnvironment();
});

const xml = (code: string, message = 'Said by S3', more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;

function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'answer', status, body, headers };
}

async function listing(url: string, options: S3Options = {}): Promise<unknown> {
  return await s3Sources(url, { ...server.options, ...options }).then(
    ({ close }) => close(),
    (error: Error) => error.message,
  );
}

async function reading(fault: Fault, options: S3Options = {}): Promise<unknown> {
  const { sources, close } = await s3Sources('s3://logs/flow/a.log', { ...server.options, ...options });
  server.proxy.plan(() => fault);
  try {
    return (await bytesOf(sources[0])).toString();
  } catch (error) {
    return (error as Error).message;
  } finally {
    close();
  }
}

describe('a listing that is refused', () => {
  const DENIED = answer(403, xml('AccessDenied', 'Access Denied'));

  test.each<[string, Fault, S3Options, string]>([
    [
      'for want of permission names action, bucket and prefix',
      DENIED,
      {},
      'access denied, s3:ListBucket on arn:aws:s3:::logs for prefix "flow/" is missing',
    ],
    [
      'in China names the partition',
      DENIED,
      { region: 'cn-north-1' },
      'access denied, s3:ListBucket on arn:aws-cn:s3:::logs for prefix "flow/" is missing',
    ],
    [
      'in GovCloud names the partition',
      DENIED,
      { region: 'us-gov-west-1' },
      'access denied, s3:ListBucket on arn:aws-us-gov:s3:::logs for prefix "flow/" is missing',
    ],
    [
      'by an explicit deny says where it stands',
      answer(
        403,
        xml('AccessDenied', 'User: u is not authorized with an explicit deny in a service control policy'),
      ),
      {},
      'access denied, s3:ListBucket on arn:aws:s3:::logs for prefix "flow/" is missing (User: u is not authorized with an explicit deny in a service control policy)',
    ],
    [
      'because the token has expired says so',
      answer(400, xml('ExpiredToken', 'The provided token has expired.')),
      {},
      'the session token of the AWS credentials has expired: renew them',
    ],
    [
      'because the key is unknown says so',
      answer(
        403,
        xml('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'),
      ),
      {},
      'the access key of the AWS credentials is not known at ENDPOINT',
    ],
    [
      'because the secret is wrong says so',
      answer(403, xml('SignatureDoesNotMatch', 'The request signature we calculated does not match …')),
      {},
      'the secret key of the AWS credentials does not belong to their access key (SignatureDoesNotMatch)',
    ],
    [
      'because the clock is wrong says so',
      answer(403, xml('RequestTimeTooSkewed')),
      {},
      'the clock of this machine differs from that of S3 by more than 15 minutes',
    ],
    [
      'for a reason without a name of its own gives it',
      answer(400, xml('InvalidRequest', 'Something else.')),
      {},
      'InvalidRequest: Something else. (HTTP status 400)',
    ],
    [
      'by what is no S3 server says so',
      answer(404, '<html><body><h1>Not found</h1></html', { 'content-type': 'text/html' }),
      {},
      'the endpoint does not answer as S3 does (HTTP status 404)',
    ],
  ])('%s', async (_, fault, options, reason) => {
    server.proxy.plan(() => fault);
    expect(await listing('s3://logs/flow/', options)).toBe(
      `Cannot list "s3://logs/flow/": ${reason.replace('ENDPOINT', server.proxy.url)}`,
    );
  });

  test('is not needed for a single object', async () => {
    server.proxy.plan(({ query }) => (query.has('list-type') ? DENIED : undefined));
    const { sources, close } = await s3Sources('s3://logs/flow/a.log', server.options);
    expect(sources.map(({ name, size }) => [name, size])).toEqual([['s3://logs/flow/a.log', 7]]);
    expect((await bytesOf(sources[0])).toString()).toBe('content');
    close();
    expect(await listing('s3://logs/flow')).toContain('s3:ListBucket on arn:aws:s3:::logs for prefix "flow"');
  });

  test('for want of a bucket names it and the endpoint', async () => {
    expect(await listing('s3://absent/flow/')).toBe(
      `Cannot list "s3://absent/flow/": there is no bucket "absent" at ${server.proxy.url}`,
    );
  });
});

describe('an object that is refused', () => {
  test.each([
    [
      'for want of permission names action and object',
      answer(403, xml('AccessDenied', 'Access Denied')),
      'access denied, s3:GetObject on arn:aws:s3:::logs/flow/a.log is missing',
    ],
    [
      'for want of a key names it',
      answer(
        403,
        xml(
          'AccessDenied',
          'User: arn:aws:iam::111122223333:user/u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/0a1b because no identity-based policy allows the kms:Decrypt action',
        ),
      ),
      'access denied, kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/0a1b is missing (User: arn:aws:iam::111122223333:user/u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/0a1b because no identity-based policy allows the kms:Decrypt action)',
    ],
    [
      'because it is archived says so',
      answer(
        403,
        xml(
          'InvalidObjectState',
          'The operation is not valid for the object’s storage class',
          '<StorageClass>GLACIER</StorageClass>',
        ),
      ),
      'it is archived (GLACIER): restore it first',
    ],
  ])('%s', async (_, fault, reason) => {
    expect(await reading(fault)).toBe(`Cannot read "s3://logs/flow/a.log": ${reason}`);
  });
});

test('S3 that asks to slow down for ever is given up', async () => {
  server.proxy.plan(() => answer(503, xml('SlowDown', 'Please reduce your request rate.')));
  expect(await listing('s3://logs/flow/', { limits: { ...SHORT, requestAttempts: 2 } })).toBe(
    'Cannot list "s3://logs/flow/": S3 asks to slow down, and still does after 2 attempts',
  );
});

test('requests that their caller pays for say so', async () => {
  const { sources, close } = await s3Sources('s3://logs/flow', { ...server.options, requesterPays: true });
  await bytesOf(sources[0]);
  close();
  const payers = server.proxy.requests.map(({ headers }) => headers['x-amz-request-payer']);
  expect(payers.length).toBeGreaterThan(2);
  expect(new Set(payers)).toEqual(new Set(['requester']));
});

describe('credentials', () => {
  test('that are nowhere are missed in one line', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    expect(await listing('s3://logs/flow/')).toMatch(
      /^Cannot list "s3:\/\/logs\/flow\/": no AWS credentials \(environment, shared profile, its SSO session, web identity, container role, instance role were tried\): .+$/,
    );
  });
});

describe('an endpoint', () => {
  test('that cannot be reached is named', async () => {
    const port = await freePort();
    const endpointUrl = `http://127.0.0.1:${port}`;
    expect(await listing('s3://logs/flow/', { endpointUrl })).toBe(
      `Cannot list "s3://logs/flow/": cannot reach endpoint ${endpointUrl}: ECONNREFUSED`,
    );
  });

  test('that does not answer is named', async () => {
    server.proxy.plan(() => ({ kind: 'no answer', how: 'stall' }));
    expect(await listing('s3://logs/flow/')).toBe(
      `Cannot list "s3://logs/flow/": cannot reach endpoint ${server.proxy.url}: timed out`,
    );
    server.proxy.plan(() => ({ kind: 'no answer', how: 'reset' }));
    expect(await listing('s3://logs/flow/')).toBe(
      `Cannot list "s3://logs/flow/": cannot reach endpoint ${server.proxy.url}: ECONNRESET`,
    );
  });

  test('is a URL', async () => {
    expect(await listing('s3://logs/flow/', { endpointUrl: 'localhost:9000' })).toBe(
      'Cannot use endpoint "localhost:9000": http://host or https://host is expected',
    );
  });
});

test('a region need not be named', async () => {
  const { endpointUrl, limits } = server.options;
  const { sources, close } = await s3Sources('s3://logs', {
    endpointUrl: endpointUrl ?? '',
    limits: limits ?? {},
  });
  expect(sources).toHaveLength(2);
  close();
});

describe('a bucket in another region', () => {
  const signedFor = (authorization: string | undefined) =>
    /\/\d{8}\/([^/]+)\/s3\//.exec(authorization ?? '')?.[1];

  function redirect(
    region: string,
    status: number,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    server.proxy.plan(({ headers: { authorization }, method }) =>
      signedFor(authorization) === region
        ? undefined
        : answer(status, method === 'HEAD' ? '' : body, headers),
    );
  }

  async function read(): Promise<string[]> {
    const { sources, close } = await s3Sources('s3://logs/flow/', server.options);
    const contents = await Promise.all(sources.map(async (source) => (await bytesOf(source)).toString()));
    close();
    return contents;
  }

  const MOVED = xml(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
  );
  test.each<[string, number, string, Readonly<Record<string, string>>]>([
    ['a header', 301, MOVED, { 'x-amz-bucket-region': 'eu-central-1' }],
    [
      'the error',
      400,
      xml('AuthorizationHeaderMalformed', 'The region is wrong', '<Region>eu-central-1</Region>'),
      {},
    ],
  ])('is followed once, as %s names it', async (_, status, body, headers) => {
    redirect('eu-central-1', status, body, headers);
    expect(await read()).toEqual(['content', 'more']);
    const regions = server.proxy.requests.map(({ headers: { authorization } }) => signedFor(authorization));
    expect(regions.filter((region) => region === 'us-east-1')).toHaveLength(1);
    expect(regions.filter((region) => region === 'eu-central-1').length).toBeGreaterThan(2);
  });

  test('is asked where it is when the error does not tell', async () => {
    const location =
      '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">EU</LocationConstraint>';
    server.proxy.plan(({ headers: { authorization }, method, query }) => {
      if (signedFor(authorization) === 'eu-west-1') return undefined;
      if (query.has('location')) return answer(200, location);
      return answer(301, method === 'HEAD' ? '' : MOVED);
    });
    expect(await read()).toEqual(['content', 'more']);
  });

  test('is an error when nothing tells', async () => {
    redirect('eu-central-1', 301, MOVED);
    expect(await listing('s3://logs/flow/')).toBe(
      'Cannot list "s3://logs/flow/": bucket "logs" is in another region than us-east-1, and S3 does not say in which: name it with --region',
    );
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
