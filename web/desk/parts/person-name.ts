import { useReading } from '../../shared/api/api';

/** Our people by their names; whoever has none that the service knows, by their id. */
export function usePersonName(): (userId: string) => string {
  const { data } = useReading('GET /v1/staff', {});
  const names = new Map(data?.items.map(({ userId, name }) => [userId, name]));
  return (userId) => names.get(userId) ?? userId;
}
