/** Either the lock was taken, and `release` gives it back, or the process `heldBy` has it. */
export type LockResult =
  | { readonly release: () => void; readonly heldBy?: never }
  | { readonly heldBy: number; readonly release?: never };

/** Waits up to `waitMs` milliseconds for the lock that the file stands for. A lock whose owner died counts as free. */
export declare function takeLock(file: string, waitMs: number): Promise<LockResult>;
