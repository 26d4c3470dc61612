import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// With React's plugin a saved component takes the place of the one before: the page's state stays.
export default defineConfig({
  plugins: [react()],
  build: { target: 'safari16' },
});
