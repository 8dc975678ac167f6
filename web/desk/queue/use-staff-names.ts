import { useSession } from '../../shared/api/api';

/** What somebody of support is called: by name where it is known, or else by their id. */
export function useStaffNames(): (userId: string) => string {
  const { userId: me, displayName } = useSession();
  return (userId) => (userId === me ? (displayName ?? userId) : userId);
}
