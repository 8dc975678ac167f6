import { X509Certificate } from 'node:crypto';
import { Gauge, type Registry } from 'prom-client';

/** Shows until when a certificate is good; one that cannot be read is no matter of metrics. */
export function showCertificate(registry: Registry, usedFor: string, pem: Buffer | undefined): void {
  const gauge = new Gauge({
    name: 'avenant_certificate_expires_timestamp_seconds',
    help: 'When the certificate ends that a process shows to another one, in seconds since 1970.',
    labelNames: ['used_for'],
    registers: [registry],
  });
  if (pem === undefined) return;
  gauge.set({ used_for: usedFor }, Date.parse(new X509Certificate(pem).validTo) / 1_000);
}
