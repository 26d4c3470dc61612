import { Greet } from './wailsjs/go/main/App.js';
import { EventsOn } from './wailsjs/runtime/runtime.js';

const form = document.querySelector('form');
const input = document.querySelector('input');
const answer = document.querySelector('.answer');
const facts = document.querySelector('.facts');
let count = 0;

EventsOn('greeted', (all) => { count = all; });

async function greet() {
  try {
    const { text, process, at } = await Greet(input.value);
    answer.textContent = text;
    facts.textContent =
      `from process ${process}, at ${new Date(at).toLocaleTimeString()}; greetings so far: ${count}`;
    answer.classList.remove('wrong');
  } catch (error) {
    answer.textContent = error.message;
    facts.textContent = '';
    answer.classList.add('wrong');
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  greet();
});

await greet();
document.documentElement.dataset.tour = 'done';  // `fairlead run --demo PNG` waits for it.
