import { mount } from 'svelte';
import App from './App.svelte';
import '../style.css';

const root = document.getElementById('app')!;
mount(App, { target: root, props: { title: root.dataset.title ?? '' } });
