import type { Page } from 'playwright-core';
import { SHOP } from '../../dev/stack/sample-shop';
import type { Hands } from './hands';

/** The words of the help article, and what stands between them on the pages. */
const WORDS = {
  fr: {
    options: 'Options Webinar Professional',
    modify: 'Modifier l’abonnement',
    tier: /^Premium/,
    seats: 'Nombre de postes',
    checkOut: 'Passer à la caisse',
    checkout: 'Passage à la caisse',
    giveDetails: 'Indiquer des coordonnées de paiement',
    detailsAreThere: /^Vos coordonnées de paiement sont enregistrées/,
    place: /^Passer la commande et payer \d/,
    done: 'Votre modification a pris effet',
    assign: /^Attribuer les postes \(/,
    assigning: 'Attribuer les postes',
    person: /^Louise Dubois/,
    give: 'Attribuer 1 poste',
    given: /1 poste attribué|a maintenant un poste/,
  },
  en: {
    options: 'Options Webinar Professional',
    modify: 'Modify subscription',
    tier: /^Premium/,
    seats: 'Number of seats',
    checkOut: 'Check out',
    checkout: 'Checkout',
    giveDetails: 'Give payment details',
    detailsAreThere: /^Your payment details are/,
    place: /^Place the order and pay €/,
    done: 'Your change has taken effect',
    assign: /^Assign seats \(/,
    assigning: 'Assign seats',
    person: /^Louise Dubois/,
    give: 'Assign 1 seat',
    given: /1 seat was assigned|has a seat now|now has a seat/,
  },
} as const;

/** What somebody sees on the way, in the order of the article. */
export type ArticleStep =
  | 'subscriptions'
  | 'options'
  | 'change'
  | 'checkout'
  | 'payment'
  | 'ready'
  | 'confirmation'
  | 'seats';

export interface ArticleWalk {
  /** Open at the subscriptions of the sample shop, of which no payment details are known. */
  page: Page;
  language: keyof typeof WORDS;
  hands: Hands;
  /** Told of each step once it is on the screen. */
  onStep(step: ArticleStep): Promise<void>;
}

/**
 * The help article from its first sentence to its last: a higher tier and more seats, checked, paid for and assigned. Only what the
 * article names is looked for.
 */
export async function walkTheArticle({ page, language, hands, onStep }: ArticleWalk): Promise<void> {
  const words = WORDS[language];
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  await button(words.options).waitFor();
  await onStep('subscriptions');
  await hands.press(button(words.options));
  const modify = page.getByRole('menuitem', { name: words.modify });
  await modify.waitFor();
  await onStep('options');
  await hands.press(modify);
  await hands.choose(page.getByRole('radio', { name: words.tier }));
  await hands.type(page.getByRole('textbox', { name: words.seats }), '14');
  await page.locator('.total .amount.large:not(.old)').waitFor();
  await page.waitForURL(/seats=14/);
  await onStep('change');
  await hands.press(button(words.checkOut));
  await page.getByRole('heading', { level: 1, name: words.checkout }).waitFor();
  await onStep('checkout');
  await hands.press(button(words.giveDetails));
  await hands.type(page.locator('#number'), '4242 4242 4242 4242');
  await onStep('payment');
  await hands.press(page.locator('button[value=save]').first());
  await page.getByText(words.detailsAreThere).waitFor();
  await onStep('ready');
  await hands.press(button(words.place));
  await page.getByRole('heading', { name: words.done }).waitFor();
  await onStep('confirmation');
  await hands.press(page.getByRole('link', { name: words.assign }));
  await page.getByRole('heading', { level: 1, name: words.assigning }).waitFor();
  await hands.tick(page.getByRole('checkbox', { name: words.person }));
  await onStep('seats');
  await hands.press(button(words.give));
  await page.getByRole('heading', { name: words.given }).waitFor();
}

/** Where the walk begins. */
export const ARTICLE_START = `/billing?account=${SHOP.account}`;
