/** Where one signs in, to come back to where one is. */
export function signInAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'> = window.location): string {
  return `/auth/sign-in?${new URLSearchParams({ returnTo: pathname + search })}`;
}
