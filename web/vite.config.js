import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The Bobwhite server that `npm run dev` talks to.
const server = process.env.BOBWHITE_SERVER ?? 'http://localhost:8420';

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  define: {
    // Pseudo-locales are compiled out of what people get.
    __PSEUDO_LOCALES__: JSON.stringify(mode !== 'production'),
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    outDir: '../src/bobwhite/web_dist',
    emptyOutDir: true,
    manifest: true,
    sourcemap: false,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The policy forbids data: URLs, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/gateway', '/media'].map((path) => [path, { target: server, ws: true }]),
    ),
    fs: { allow: ['..'] },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    css: true,
  },
}));
