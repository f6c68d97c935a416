import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Static files that know neither where they are served nor for whom: chunks find each other by relative URLs, everything else comes
 * from the <meta>s of the page that the server renders around them.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    manifest: true,
    target: 'es2023',
    // Data URLs would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The reference of the API, which is loaded when somebody opens it.
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: 'src/main.tsx' },
  },
});
