// SPDX-License-Identifier: MIT
//
// main — an ordinary Wails front end: it knows wailsjs/ and nothing of brokers.
import { createRoot } from 'react-dom/client';
import { App } from './App';
import './style.css';

createRoot(document.getElementById('root')!).render(<App />);
