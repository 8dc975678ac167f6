import { present } from '../../../../billing/present';
import type { Schemas } from '../../../shared/api/api-types';
import { Checkbox, TextField } from '../../../shared/ui/fields';
import { TextArea } from '../../parts/text-area';
import { WhyFields } from '../../parts/why-fields';
import { useDesk } from '../../words/desk-words';
import { type ActField, actFieldsOf, type Draft, type MissingField } from './act-fields';
import { EffectiveChoice, UntilField } from './moment-choices';
import { WishFields } from './wish-fields';

interface ActFormProps {
  act: Schemas['Act'];
  order: Schemas['Order'];
  reasons: readonly Schemas['ReasonCode'][];
  draft: Draft;
  onDraft(draft: Draft): void;
  /** Told beside their fields. */
  missing: readonly MissingField[];
  /** See {@link thisMinute}. */
  now: number;
  zone: string | null;
}

/** What an act asks for: its own fields, then the reason and a text that may say more. */
export function ActForm(props: ActFormProps) {
  const { act, reasons, draft, onDraft, missing } = props;
  const { say } = useDesk();
  const faultOf = (field: MissingField): string | undefined =>
    missing.includes(field) ? say('desk.order.missing', { field }) : undefined;
  return (
    <>
      {actFieldsOf(act.type).map((field) => (
        <FieldOf key={field} field={field} {...props} faultOf={faultOf} />
      ))}
      {act.needsReason && (
        <WhyFields
          id="act"
          codes={reasons}
          code={draft.reasonCode}
          words={draft.reason}
          onCode={(reasonCode) => onDraft({ ...draft, reasonCode })}
          onWords={(reason) => onDraft({ ...draft, reason })}
          faults={present({
            code: missing.includes('reason') ? say('desk.why.code.missing') : undefined,
            words: missing.includes('reason_text') ? say('desk.why.words.missing') : undefined,
          })}
        />
      )}
    </>
  );
}

interface FieldProps extends ActFormProps {
  field: ActField;
  faultOf(field: MissingField): string | undefined;
}

function FieldOf({ field, order, draft, onDraft, faultOf, now, zone }: FieldProps) {
  const { say } = useDesk();
  const keep = (part: Partial<Draft>): void => onDraft({ ...draft, ...part });
  switch (field) {
    case 'evidence':
      return (
        <TextArea
          id="act-evidence"
          label={say('desk.order.field.evidence')}
          hint={say('desk.order.field.evidence.hint')}
          value={draft.evidence}
          onChange={(evidence) => keep({ evidence })}
          longest={2_000}
          fault={faultOf('evidence')}
        />
      );
    case 'message':
      return (
        <TextArea
          id="act-message"
          label={say('desk.order.field.message')}
          value={draft.message}
          onChange={(message) => keep({ message })}
          longest={1_000}
        />
      );
    case 'consent':
      return (
        <TextArea
          id="act-consent"
          label={say('desk.order.field.consent')}
          hint={say('desk.order.field.consent.hint')}
          value={draft.consent}
          onChange={(consent) => keep({ consent })}
          longest={500}
          fault={faultOf('consent')}
        />
      );
    case 'confirmed':
      return (
        <Checkbox
          isSelected={draft.confirmed}
          onChange={(confirmed) => keep({ confirmed })}
          isInvalid={faultOf('confirmed') !== undefined}
        >
          {say('desk.order.field.confirmed')}
        </Checkbox>
      );
    case 'purchaseOrder':
      return (
        <TextField
          id="act-purchaseOrder"
          label={say('desk.order.field.purchase_order')}
          hint={say('desk.order.field.purchase_order.hint', { route: order.route })}
          value={draft.purchaseOrder}
          onChange={(purchaseOrder) => keep({ purchaseOrder })}
        />
      );
    case 'vatNumber':
      return (
        <TextField
          id="act-vatNumber"
          label={say('desk.order.field.vat_number')}
          value={draft.vatNumber}
          onChange={(vatNumber) => keep({ vatNumber })}
          fault={faultOf('vatNumber')}
        />
      );
    case 'effective':
      return (
        <EffectiveChoice value={draft.effective ?? order.effective} onChange={(effective) => keep({ effective })} />
      );
    case 'until':
      return (
        <UntilField
          value={draft.until}
          onChange={(until) => keep({ until })}
          now={now}
          zone={zone}
          fault={faultOf('until')}
        />
      );
    case 'wish':
      return (
        <WishFields
          order={order}
          value={draft.wish?.wished ?? order.changes}
          onChange={(wished) => keep({ wish: { wished, over: draft.wish?.over ?? order.changes } })}
        />
      );
  }
}
