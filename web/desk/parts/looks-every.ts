/** Nobody tells of requests as they come and go, so they are looked at, in milliseconds. */
export const LOOKS_EVERY = 4_000;
