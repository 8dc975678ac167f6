import type { Request } from 'express';

/** Cookies that only this host gets back, that no script reads, and that other sites' requests do not carry. */

export interface CookieJar {
  read(request: Request, name: CookieName): string | undefined;
  write(name: CookieName, value: string, seconds: number): string;
  clear(name: CookieName): string;
}
type CookieName = 'session' | 'sign_in';

const VALUE = /^[A-Za-z0-9_-]{20,128}$/;

/** @param isSecure sent over HTTPS only; false on loopback, where there is no HTTPS */
export function cookieJar(isSecure: boolean): CookieJar {
  // A browser takes a name with this prefix only if it is secure, of this host, and for all its paths.
  const nameOf = (name: CookieName): string => `${isSecure ? '__Host-' : ''}avenant_${name}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    read(request, name) {
      const wanted = `${nameOf(name)}=`;
      const found = (request.headers.cookie ?? '')
        .split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(wanted));
      const value = found?.slice(wanted.length);
      return value !== undefined && VALUE.test(value) ? value : undefined;
    },
    write: (name, value, seconds) => `${nameOf(name)}=${value}; ${attributes}; Max-Age=${seconds}`,
    clear: (name) => `${nameOf(name)}=; ${attributes}; Max-Age=0`,
  };
}
