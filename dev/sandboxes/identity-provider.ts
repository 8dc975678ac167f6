import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OpenID provider on this machine: the person named next has signed in there. It checks what a real one checks. */
export interface IdentityProviderSandbox {
  issuer: string;
  /** The claims of the next sign-in. */
  signsIn(claims: Record<string, unknown>): void;
  /** The next answer is wrong in one way. */
  answersWrong(how: 'nonce' | 'audience' | 'signature' | 'expired'): void;
  close(): Promise<void>;
}

export interface IdentityClient {
  clientId: string;
  clientSecret: string;
}

interface Granted {
  challenge: string;
  redirectUri: string;
  nonce: string;
  claims: Record<string, unknown>;
}

export async function startIdentityProvider(client: IdentityClient): Promise<IdentityProviderSandbox> {
  const [keys, strangers] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'key_1', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Granted>();
  let next: Record<string, unknown> = {};
  let wrong: string | undefined;
  let issuer = '';

  const authorize = (query: URLSearchParams, response: ServerResponse): void => {
    const asked = (name: string): string => query.get(name) ?? '';
    if (asked('client_id') !== client.clientId || asked('code_challenge_method') !== 'S256') {
      refuse(response);
      return;
    }
    const code = randomUUID();
    codes.set(code, {
      challenge: asked('code_challenge'),
      redirectUri: asked('redirect_uri'),
      nonce: asked('nonce'),
      claims: next,
    });
    const back = new URL(asked('redirect_uri'));
    back.search = new URLSearchParams({ code, state: asked('state'), iss: issuer }).toString();
    response.writeHead(302, { location: back.href }).end();
  };

  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await bodyOf(request));
    const granted = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      granted?.challenge === challenge &&
      granted.redirectUri === form.get('redirect_uri') &&
      form.get('client_secret') === client.clientSecret;
    if (!isRight) return refuse(response);
    const seconds = Math.floor(Date.now() / 1_000) + (wrong === 'expired' ? -7_200 : 0);
    const idToken = await new SignJWT({ ...granted.claims, nonce: wrong === 'nonce' ? 'another' : granted.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'key_1' })
      .setIssuer(issuer)
      .setAudience(wrong === 'audience' ? 'another' : client.clientId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 300)
      .sign(wrong === 'signature' ? strangers.privateKey : keys.privateKey);
    wrong = undefined;
    sendJson(response, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken });
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/.well-known/openid-configuration') {
      sendJson(response, {
        issuer,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        subject_types_supported: ['public'],
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        authorization_response_iss_parameter_supported: true,
      });
    } else if (url.pathname === '/jwks') sendJson(response, { keys: [jwk] });
    else if (url.pathname === '/authorize') authorize(url.searchParams, response);
    else if (url.pathname === '/token') token(request, response).catch(() => response.destroy());
    else refuse(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    signsIn: (claims) => {
      next = claims;
    },
    answersWrong: (how) => {
      wrong = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
}
