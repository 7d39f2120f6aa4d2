import { defineConfig } from 'vitest/config';

/** The tests that drive a real browser against a real server; the pure ones run with vite.config.ts. */
export default defineConfig({
  test: {
    include: [process.env.ONEGO_PICTURES ? 'tests/pictures.ts' : 'tests/**/*.test.ts'],
    globalSetup: ['tests/server.ts'],
    // One after another: they share one server and two cores.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
