// SPDX-License-Identifier: MIT
//
// vite.config — React's plugin is for `fairlead dev`: a component that is saved takes the place of the
// one before, and what has been typed into the page stays.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { target: 'safari16', reportCompressedSize: false },
});
