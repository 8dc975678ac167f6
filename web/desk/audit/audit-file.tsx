import { Link as KitLink } from 'react-aria-components';
import { requestAddress } from '../../shared/api/client';
import { useWords } from '../../shared/words/words';
import { useDesk } from '../words/desk-words';
import type { AuditQuery } from './use-audit';

/** The whole of what is asked for as a file, to be kept and checked. That it was taken is on record. */
export function AuditFile({ query }: { query: AuditQuery }) {
  const { say } = useDesk();
  const { language } = useWords();
  const href = requestAddress('/v1/audit', {}, { ...query, format: 'csv', lang: language });
  return (
    <KitLink href={href} download className="link">
      {say('desk.audit.file')}
    </KitLink>
  );
}
