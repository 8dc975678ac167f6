import type { Schemas } from '../../shared/api/api-types';
import { useDeskTime } from '../zone/zone';

interface AtProps {
  instant: Schemas['Instant'];
  /** IANA zone of the account that it is about, where it is known. */
  ofAccount?: string | null;
}

/** An instant in the zone that was chosen, for people and for machines. */
export function At({ instant, ofAccount = null }: AtProps) {
  const { tell } = useDeskTime(ofAccount);
  return <time dateTime={instant}>{tell(instant)}</time>;
}
