import { generateKeyPairSync } from 'node:crypto';
import { md, pki } from 'node-forge';

/** A certificate and its key, both as PEM. */
export interface Certified {
  crt: string;
  key: string;
}

const USUAL_DAYS = 2;
/** Of the general names of X.509. */
const [DNS_NAME, IP_ADDRESS] = [2, 7];

let issued = 0;

/** An authority that nobody trusts but a test. */
export class Authority {
  /** Its own certificate, as PEM. */
  readonly crt: string;
  readonly #name: string;
  readonly #lastsDays: number;
  readonly #keys = newKeys();

  /** @param lastsDays after which its own certificate ends, and each that it issues */
  constructor(name: string, { lastsDays = USUAL_DAYS } = {}) {
    this.#name = name;
    this.#lastsDays = lastsDays;
    this.crt = this.#signed(name, [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ]);
  }

  /** @param names hosts that a server's certificate is for; of a client's they mean nothing */
  issue(names: readonly string[]): Certified {
    const altNames = altNamesOf(names);
    const crt = this.#signed(names[0] ?? '', [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectAltName', altNames },
    ]);
    return { crt, key: this.#keys.privatePem };
  }

  /** A certificate of its own, as it is made in a hurry for a server. */
  itselfAs(names: readonly string[]): Certified {
    const extensions = [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: altNamesOf(names) },
    ];
    return { crt: this.#signed(this.#name, extensions), key: this.#keys.privatePem };
  }

  /** All of an authority share its key: making one takes longer than a test. */
  #signed(name: string, extensions: object[]): string {
    const certificate = pki.createCertificate();
    issued += 1;
    certificate.serialNumber = `0${issued.toString(16)}`.slice(-2);
    certificate.publicKey = this.#keys.publicKey;
    certificate.validity.notBefore = new Date(Date.now() - 60_000);
    certificate.validity.notAfter = new Date(Date.now() + this.#lastsDays * 86_400_000);
    certificate.setSubject([{ name: 'commonName', value: name }]);
    certificate.setIssuer([{ name: 'commonName', value: this.#name }]);
    certificate.setExtensions(extensions);
    certificate.sign(this.#keys.privateKey, md.sha256.create());
    return pki.certificateToPem(certificate);
  }
}

const altNamesOf = (names: readonly string[]): object[] =>
  names.map((name) => (/^[\d.]+$/.test(name) ? { type: IP_ADDRESS, ip: name } : { type: DNS_NAME, value: name }));

function newKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    publicKey: pki.publicKeyFromPem(publicKey),
    privateKey: pki.privateKeyFromPem(privateKey),
    privatePem: privateKey,
  };
}
