import { useReading, useSession } from '../../shared/api/api';

/** What somebody of ours is called: by name where it is known, or else by their id. */
export function usePersonName(): (userId: string) => string {
  const { userId: me, displayName } = useSession();
  const { data } = useReading('GET /v1/staff', {}, { refetchOnWindowFocus: false });
  const names = new Map(data?.items.map(({ userId, name }) => [userId, name]));
  return (userId) => (userId === me ? displayName : names.get(userId)) ?? userId;
}
