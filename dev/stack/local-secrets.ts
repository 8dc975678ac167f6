import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets of a stack on this machine, made at its first start and kept in its data folder. */
export interface LocalSecrets {
  /** Signs cursors. */
  server: string;
  /** Hashes VAT numbers for search. */
  search: string;
  /** Seals what orders are started again with. */
  keyRing: string;
  paymentWebhook: string;
  fulfilmentWebhook: string;
  identityWebhook: string;
  mailWebhook: string;
  /** API keys by name; shown to the developer who started the stack, and to nobody else. */
  keys: Record<string, string>;
}

const newSecret = (): string => randomBytes(32).toString('base64url');

export function newSecrets(): LocalSecrets {
  return {
    server: newSecret(),
    search: newSecret(),
    keyRing: `local:${newSecret()}`,
    paymentWebhook: newSecret(),
    fulfilmentWebhook: newSecret(),
    identityWebhook: newSecret(),
    mailWebhook: newSecret(),
    keys: {},
  };
}

const fileOf = (dataDir: string): string => join(dataDir, 'secrets.json');

/** The secrets of an earlier start, or new ones. */
export async function readSecrets(dataDir: string): Promise<LocalSecrets> {
  try {
    // Secrets that the file lacks are made at this start.
    return { ...newSecrets(), ...(JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Partial<LocalSecrets>) };
  } catch {
    return newSecrets();
  }
}

/** Readable by the owner alone. */
export async function keepSecrets(dataDir: string, secrets: LocalSecrets): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(fileOf(dataDir), `${JSON.stringify(secrets, null, 2)}\n`);
  await chmod(fileOf(dataDir), 0o600);
}
