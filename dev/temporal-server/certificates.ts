import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Authority, type Certified } from './authority';

/** Names that the certificates of a server are for. */
export const FRONTEND_NAME = 'temporal.example';
export const NODE_NAME = 'node.temporal.example';

/** A certificate and its key, each as a PEM file. */
interface CertificateFiles {
  crt: string;
  key: string;
}

/** Files of everybody who speaks to a Temporal server by TLS, or in it. */
export interface ServerCertificates {
  authority: string;
  /** What clients are shown. */
  frontend: CertificateFiles;
  /** What the server's own parts show each other. */
  node: CertificateFiles;
  /** What API, workers and commands show. */
  client: CertificateFiles;
}

/** Makes an authority of its own and has it issue everybody's certificate. */
export async function writeCertificates(folder: string): Promise<ServerCertificates> {
  const authority = new Authority('the authority of a Temporal server');
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.crt);
  const write = async (name: string, { crt, key }: Certified): Promise<CertificateFiles> => {
    const files = { crt: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    await writeFile(files.crt, crt);
    await writeFile(files.key, key, { mode: 0o600 });
    return files;
  };
  return {
    authority: authorityFile,
    frontend: await write('frontend', authority.issue(['127.0.0.1', 'localhost', FRONTEND_NAME])),
    node: await write('node', authority.issue([NODE_NAME])),
    client: await write('client', authority.issue(['avenant'])),
  };
}
