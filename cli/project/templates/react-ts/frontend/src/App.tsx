import { type FormEvent, useEffect, useState } from 'react';
import { Greet } from '../wailsjs/go/main/App';
import { type main } from '../wailsjs/go/models';
import { EventsOn } from '../wailsjs/runtime/runtime';

export function App({ title }: { title: string }) {
  const [name, setName] = useState('world');
  const [greeting, setGreeting] = useState<main.Greeting>();
  const [problem, setProblem] = useState<string>();
  const [count, setCount] = useState(0);

  async function greet() {
    try {
      setGreeting(await Greet(name));
      setProblem(undefined);
    } catch (error) {
      setGreeting(undefined);
      setProblem((error as Error).message);
    }
  }

  useEffect(() => EventsOn('greeted', (all: number) => setCount(all)), []);
  useEffect(() => { void greet(); }, []);
  useEffect(() => {
    // `fairlead run --demo PNG` waits for it.
    if (greeting !== undefined) document.documentElement.dataset.tour = 'done';
  }, [greeting]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void greet();
  };

  return (
    <>
      <h1>{title}</h1>
      <p className="hint">The page calls <code>App.Greet</code> in <code>plugin/main.cpp</code>.</p>
      <form onSubmit={submit}>
        <input
          value={name} onChange={(event) => setName(event.target.value)} aria-label="Name" autoFocus
        />
        <button>Greet</button>
      </form>
      <p className={problem === undefined ? 'answer' : 'answer wrong'} aria-live="polite">
        {problem ?? greeting?.text}
      </p>
      <p className="facts">
        {greeting !== undefined &&
          `from process ${greeting.process}, at ${new Date(greeting.at).toLocaleTimeString()}; ` +
          `greetings so far: ${count}`}
      </p>
    </>
  );
}
