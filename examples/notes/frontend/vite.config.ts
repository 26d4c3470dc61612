// SPDX-License-Identifier: MIT
//
// vite.config — esbuild, which Vite has in it, knows JSX: no further plugin is needed.
import { defineConfig } from 'vite';

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: { target: 'safari16', reportCompressedSize: false },
});
