import { defineConfig } from 'vite';

// esbuild, which Vite has in it, knows JSX: no further plugin is needed.
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: { target: 'safari16' },
});
