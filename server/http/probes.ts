import type { Request } from 'express';

/** Where whoever runs a process asks how it is, every few seconds. */
export const LIVE = '/livez';
export const READY = '/readyz';

/** No request of a customer: counted or told with theirs, they would hide how those fare. */
export const isProbe = ({ path }: Pick<Request, 'path'>): boolean => path === LIVE || path === READY;
