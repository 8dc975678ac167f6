import type { Page } from 'playwright-core';

/** What is pressed, typed into or ticked; of the kit's radios and ticks that which is drawn. */
const CONTROLS = 'button, a[href], input:not([type=radio], [type=checkbox]), .choice, .box';

const CHOSEN = '[data-selected], [aria-current], [aria-checked=true]';

/** What is drawn in a control beside its words. */
const MARKS = '.dot, .box, .icon';

const IN_PAGE = `(() => {
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const isHidden = element.closest('.aloud, .skip, [data-react-aria-prevent-focus]') !== null;
    return width > 1 && height > 1 && !isHidden && getComputedStyle(element).visibility === 'visible';
  };
  const groundAt = (element) => {
    const ground = element === null ? 'Canvas' : getComputedStyle(element).backgroundColor;
    return / 0\\)$/.test(ground) && element !== null ? groundAt(element.parentElement) : ground;
  };
  const linesOf = (style) => ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
    ['Style', 'Width', 'Color'].map((part) => style['border' + side + part]));
  const isTold = (element) => {
    const style = getComputedStyle(element);
    const [outside, inside] = [groundAt(element.parentElement), groundAt(element)];
    return outside !== inside || style.textDecorationLine === 'underline' ||
      style.color !== getComputedStyle(document.body).color || [...element.querySelectorAll('${MARKS}')].some(isSeen) ||
      linesOf(style).some(([line, width, color]) => line !== 'none' && parseFloat(width) > 0 && color !== outside);
  };
  const lookOf = (element) => JSON.stringify([element, ...element.querySelectorAll('${MARKS}')].map((part) => {
    const style = getComputedStyle(part);
    return isSeen(part) ? [linesOf(style), groundAt(part), style.color, style.textDecorationLine] : 'not seen';
  }));
  const isKinOf = (chosen) => (one) => one.className === chosen.className && !one.matches('${CHOSEN}') && isSeen(one);
  const named = (what) => (element) => what + ': ' + element.outerHTML.slice(0, 160);
  const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);
  const isLikeOthers = (chosen) =>
    [...document.querySelectorAll(chosen.tagName)].filter(isKinOf(chosen)).some((one) => lookOf(one) === lookOf(chosen));
  return [
    ...seen('${CONTROLS}').filter((one) => !isTold(one)).map(named('looks like text')),
    ...seen('${CHOSEN}').filter(isLikeOthers).map(named('looks as if it were not chosen')),
  ];
})()`;

/** What a page no longer shows once colours are forced: that something can be pressed, and what is chosen. Nothing when all is well. */
export const lostInForcedColours = (page: Page): Promise<string[]> => page.evaluate<string[]>(IN_PAGE);
