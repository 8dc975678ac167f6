import { useEffect, useRef } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button } from '../../shared/ui/button';
import { Disclosure } from '../../shared/ui/disclosure';
import { Sheet, Tag } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import type { VatNumberEntry } from './use-vat-number';
import { VatForm } from './vat-form';

interface VatNumberProps {
  order: Schemas['Order'];
  entry: VatNumberEntry;
}

/** The number of the order with what it does to the tax; or the field for one, open only where one is asked for. */
export function VatNumber({ order, entry }: VatNumberProps) {
  const { say } = useWords();
  const { vat, vatWait, missing, acts, quote } = order;
  const add = acts.find(({ type }) => type === 'PROVIDE_VAT');
  const remove = acts.find(({ type }) => type === 'REMOVE_VAT');
  const mayReplaceDetails =
    missing.length > 0 && vatWait === null && missing.every(({ because }) => !because.includes('money_due'));
  const isAsked = mayReplaceDetails || vatWait !== null || entry.fault !== undefined || entry.isAsking;
  const heading = useRef<HTMLHeadingElement>(null);
  // The field or button that was used is gone: who goes by keyboard reads on from here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves once for each number that came or went
  useEffect(() => {
    if (entry.answers > 0 && document.activeElement === document.body) heading.current?.focus();
  }, [entry.answers, vat?.number]);
  if (vat === null && add === undefined && !entry.isAsking) return null;
  const title = say(mayReplaceDetails ? 'ui.billing.vat.instead' : 'ui.billing.vat.title');
  return (
    <Sheet label={title}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {vat !== null && (
        <>
          <p className="vat-standing">
            {vat.number !== null && <b>{vat.number}</b>}
            <Tag standing={vat.status === 'valid' ? 'done' : 'work'}>
              {say('ui.billing.vat.status', { status: vat.status })}
            </Tag>
          </p>
          {quote !== null && <p>{quote.explanation.tax}</p>}
        </>
      )}
      {entry.failure !== null && <Failure error={entry.failure} />}
      {vat !== null && remove !== undefined && (
        <Button kind="plain" isSmall onPress={entry.remove}>
          {remove.label}
        </Button>
      )}
      {isAsked || add === undefined ? (
        <VatForm entry={entry} />
      ) : (
        <Disclosure title={vat === null ? add.label : say('ui.billing.vat.other')}>
          <VatForm entry={entry} />
        </Disclosure>
      )}
    </Sheet>
  );
}
