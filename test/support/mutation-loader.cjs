/** Takes a protection out of a source file; fails when the text to replace is no longer there. */
module.exports = function mutate(source) {
  return this.getOptions().replace.reduce((text, [find, by]) => {
    if (!text.includes(find)) throw new Error(`Nothing to take away: "${find}" is not in ${this.resourcePath}`);
    return text.replaceAll(find, by);
  }, source);
};
