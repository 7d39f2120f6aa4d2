import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// Where the API of a development server is found; the built app is served by the API's own server.
const api = process.env.ONEGO_API ?? 'http://127.0.0.1:5080';
const passOn = { target: api, changeOrigin: true };

/** Addresses of pages answer with the page, as the server does it. */
const pages: Plugin = {
  name: 'pages',
  configureServer: (server) => void server.middlewares.use((request, _, next) => {
    const path = (request.url ?? '/').split('?')[0]!;
    if (!/^\/(api|openapi|contracts|src|node_modules|@)/.test(path) && !path.includes('.')) request.url = path.startsWith('/apply') ? '/apply/index.html' : '/index.html';
    next();
  }),
};

export default defineConfig({
  plugins: [react(), pages],
  appType: 'mpa',
  // The server puts each answer's own nonce here.
  html: { cspNonce: 'onego-csp-nonce' },
  build: {
    target: 'es2022',
    sourcemap: false,
    // The modeler is large by nature and is loaded only by those who draw.
    chunkSizeWarningLimit: 2000,
    // No data: addresses: the content security policy allows files of this origin only.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { staff: 'index.html', apply: 'apply/index.html' },
      // Fonts and character maps of PDF files: under a name that servers know the type of.
      output: { assetFileNames: (file: { names: string[] }) => (/\.(bcmap|pfb)$/.test(file.names[0] ?? '') ? 'assets/[name]-[hash].bin' : 'assets/[name]-[hash][extname]') },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': passOn, '/openapi': passOn, '/contracts': passOn },
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
} as never);
