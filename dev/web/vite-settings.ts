import { join } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import type { InlineConfig } from 'vite';

/** How Vite makes the pages. @param outDir is emptied first */
export const viteSettings = (outDir: string): InlineConfig => ({
  configFile: false,
  root: join(__dirname, '..', '..', 'web'),
  publicDir: false,
  // Libraries say to bundlers of servers that they are for browsers, which is no news here.
  logLevel: 'error',
  // The kit speaks 34 languages and we speak two of them; en-GB falls back to en-US.
  plugins: [{ ...optimizeLocales.vite({ locales: ['fr-FR', 'en-US'] }), enforce: 'pre' }],
  build: {
    outDir,
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    // Our content policy takes nothing that stands inside a page or a style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
