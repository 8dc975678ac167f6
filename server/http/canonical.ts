import { canonicalHash } from '../../store/mongo/canonical';

/** The same for parts that say the same, whatever the order of their keys. */
export const fingerprintOf = (...parts: unknown[]): string => canonicalHash(parts, 'hex');
