import type { TestDetails } from './cards';

export type PageLanguage = 'en' | 'fr';

interface PageWords {
  maker: string;
  sandbox: string;
  back: string;
  setup: {
    title: string;
    lead: string;
    number: string;
    expiry: string;
    code: string;
    save: string;
    iban: string;
    mandate: string;
    saveDebit: string;
    cancel: string;
    tests: string;
    anyRest: string;
  };
  refused: Record<'declined' | 'expired' | 'unknown', string>;
  does: Record<TestDetails['does'], string>;
  ended: Record<'completed' | 'cancelled' | 'expired', { title: string; text: string }>;
  confirm: {
    payment: string;
    setup: string;
    lead: string;
    accept: string;
    refuse: string;
    accepted: { title: string; text: string };
    refused: { title: string; text: string };
    late: { title: string; text: string };
  };
}

/** Every word of a sandbox's pages. Spaces before signs are those of French typesetting. */
export const WORDS: Readonly<Record<PageLanguage, PageWords>> = {
  en: {
    maker: 'Sandbox payments',
    sandbox: 'Test: no money moves',
    back: 'Back to your order',
    setup: {
      title: 'Payment details',
      lead: 'They are kept for this order and your next ones. Nothing is charged now.',
      number: 'Card number',
      expiry: 'Expiry (MM/YY)',
      code: 'Security code',
      save: 'Save card',
      iban: 'Or by direct debit: IBAN',
      mandate: 'By saving it you allow the seller to debit this account for your orders.',
      saveDebit: 'Save account',
      cancel: 'Cancel and go back',
      tests: 'Numbers for tests',
      anyRest: 'Any expiry and any code will do. Never type the number of a real card here.',
    },
    refused: {
      declined: 'This card was declined. Use another one, or ask your bank.',
      expired: 'This card has expired. Use another one.',
      unknown: 'This is none of the numbers for tests below.',
    },
    does: {
      pays: 'pays',
      confirms: 'is saved, and asks you to confirm when it is charged (3-D Secure)',
      fails_later: 'is saved, and is declined when it is charged',
      declined: 'is declined on this page',
      expired: 'has expired',
      debits: 'direct debit, settled by the bank later',
    },
    ended: {
      completed: { title: 'Your payment details are saved', text: 'You can go on with your order.' },
      cancelled: { title: 'You went back', text: 'Nothing was saved. Your order is as you left it.' },
      expired: { title: 'This page has expired', text: 'Nothing was saved. Go back to your order and open a new one.' },
    },
    confirm: {
      payment: 'Do you confirm this payment?',
      setup: 'Do you confirm these payment details?',
      lead: 'Your bank wants to be sure that it is you (3-D Secure).',
      accept: 'Confirm',
      refuse: 'Refuse',
      accepted: { title: 'Confirmed', text: 'Your bank has told the seller.' },
      refused: { title: 'Refused', text: 'Nothing was taken. You can use other payment details.' },
      late: { title: 'It is too late to answer', text: 'Nothing more happens here. Your order says what to do next.' },
    },
  },
  fr: {
    maker: 'Paiements d’essai',
    sandbox: 'Essai : aucun argent ne circule',
    back: 'Revenir à votre commande',
    setup: {
      title: 'Coordonnées de paiement',
      lead: 'Elles sont conservées pour cette commande et les suivantes. Rien n’est débité maintenant.',
      number: 'Numéro de carte',
      expiry: 'Expiration (MM/AA)',
      code: 'Code de sécurité',
      save: 'Enregistrer la carte',
      iban: 'Ou par prélèvement : IBAN',
      mandate: 'En l’enregistrant, vous autorisez le vendeur à prélever vos commandes sur ce compte.',
      saveDebit: 'Enregistrer le compte',
      cancel: 'Annuler et revenir',
      tests: 'Numéros d’essai',
      anyRest: 'L’expiration et le code sont libres. Ne saisissez jamais ici le numéro d’une vraie carte.',
    },
    refused: {
      declined: 'Cette carte a été refusée. Utilisez-en une autre ou contactez votre banque.',
      expired: 'Cette carte a expiré. Utilisez-en une autre.',
      unknown: 'Ce numéro n’est pas l’un des numéros d’essai ci-dessous.',
    },
    does: {
      pays: 'est acceptée',
      confirms: 'est enregistrée, puis votre confirmation est demandée au paiement (3-D Secure)',
      fails_later: 'est enregistrée, puis refusée au paiement',
      declined: 'est refusée sur cette page',
      expired: 'a expiré',
      debits: 'prélèvement, réglé plus tard par la banque',
    },
    ended: {
      completed: {
        title: 'Vos coordonnées de paiement sont enregistrées',
        text: 'Vous pouvez poursuivre votre commande.',
      },
      cancelled: {
        title: 'Vous êtes revenu en arrière',
        text: 'Rien n’a été enregistré. Votre commande est inchangée.',
      },
      expired: {
        title: 'Cette page a expiré',
        text: 'Rien n’a été enregistré. Revenez à votre commande et ouvrez-en une nouvelle.',
      },
    },
    confirm: {
      payment: 'Confirmez-vous ce paiement ?',
      setup: 'Confirmez-vous ces coordonnées de paiement ?',
      lead: 'Votre banque veut s’assurer qu’il s’agit bien de vous (3-D Secure).',
      accept: 'Confirmer',
      refuse: 'Refuser',
      accepted: { title: 'Confirmé', text: 'Votre banque a prévenu le vendeur.' },
      refused: {
        title: 'Refusé',
        text: 'Rien n’a été prélevé. Vous pouvez utiliser d’autres coordonnées de paiement.',
      },
      late: {
        title: 'Il est trop tard pour répondre',
        text: 'Il ne se passe plus rien ici. Votre commande indique la suite.',
      },
    },
  },
};
