// SPDX-License-Identifier: MIT
//
// use — a front end that uses all of it; TypeScript reads it, nobody runs it.
import * as Kinds from './wailsjs/go/main/Kinds';
import defaultMethod, { Promise as OddPromise, Stream as OddStream, TakesLoose, delete as remove, do_it, do_it_, window as oddWindow } from './wailsjs/go/main/Odd';
import { Open } from './wailsjs/go/my-tools/Odd Box';
import { Run } from './wailsjs/go/delete/App';
import { _, geo, main, my_tools } from './wailsjs/go/models';
import { call, live, offer, type OfferContext } from './wailsjs/fairlead';
import { EventsOn } from './wailsjs/runtime';
import { WindowGetSize } from './wailsjs/runtime/runtime';

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
function same<A, B>(_: Same<A, B>): void {}
type ResultOf<F extends (...args: any) => Promise<any>> = Awaited<ReturnType<F>>;

same<ResultOf<typeof Kinds.Boolean>, boolean>(true);
same<ResultOf<typeof Kinds.Integer>, number>(true);
same<ResultOf<typeof Kinds.Number>, number>(true);
same<ResultOf<typeof Kinds.String>, string>(true);
same<ResultOf<typeof Kinds.Bigint>, string>(true);
same<ResultOf<typeof Kinds.Bytes>, Uint8Array>(true);
same<ResultOf<typeof Kinds.Base64>, string>(true);
same<ResultOf<typeof Kinds.Time>, string>(true);
same<ResultOf<typeof Kinds.Duration>, number>(true);
same<ResultOf<typeof Kinds.Any>, any>(true);
same<ResultOf<typeof Kinds.Nothing>, void>(true);
same<ResultOf<typeof Kinds.Array>, number[][]>(true);
same<ResultOf<typeof Kinds.Tuple>, [string, main.Person]>(true);
same<ResultOf<typeof Kinds.Record>, Record<string, main.Person>>(true);
same<ResultOf<typeof Kinds.Optional>, number | null>(true);
same<ResultOf<typeof Kinds.Union>, number | string | boolean[]>(true);
same<ResultOf<typeof Kinds.Named>, main.Person>(true);
same<ResultOf<typeof Kinds.Enum>, main.Colour>(true);
same<ResultOf<typeof Kinds.Find>, main.Person[] | null>(true);

const home = { x: 1, y: 2 };
const ada: main.Person = {
    name: 'Ada', favourite: main.Colour.green, home, way: [home], grid: [[home]],
    places: { here: [home] }, segment: [home, home, 3], either: home, several: [1, 'two'],
    holes: ['a', null], counts: { a: 1 }, friends: [], photo: new Uint8Array(3),
    born: '1815-12-10T00:00:00Z', rest: { any: 'thing' },
};
ada.age = null;
ada.best = { title: 'engine', next: { title: 'poetry' } };

export async function calls(): Promise<void> {
    const point: geo.Point = await Kinds.FromAnotherPlugin();
    const found = await Kinds.Find(null, point);
    await Kinds.Find('x', { x: 1, y: 2 }, null, 3);
    found?.map((person) => person.home.x);
    await Kinds.Optional();
    const made = main.Person.createFrom(await Kinds.Named(ada));
    made.friends[0].home.x = 3;

    // @ts-expect-error: two of four are needed
    await Kinds.Find('x');
    // @ts-expect-error: a text is no number
    await Kinds.Integer('1');
    // @ts-expect-error: a list of numbers is no binary
    await Kinds.Bytes([1, 2, 3]);
    // @ts-expect-error: a member is missing
    await Kinds.Named({ name: 'nobody' });
    // @ts-expect-error: no such colour
    await Kinds.Enum('blue');
    // @ts-expect-error: it may be null
    (await Kinds.Optional(1)).toFixed();
}

export async function streams(signal: AbortSignal): Promise<void> {
    for await (const n of Kinds.Count(10)) n.toFixed();
    const count = Kinds.Count(10).abortBy(signal).onProgress(() => {});
    for await (const n of count) n.toFixed();
    await count;
    async function* numbers() { yield 1; }
    const sum: number = await live(Kinds.Sum(numbers())).onProgress(console.log);
    live(Kinds.Named(ada)).cancel('not needed');
    const withdraw = offer('page.add', (a: number, b: number, { progress }: OfferContext) => {
        progress('soon');
        return a + b;
    });
    await withdraw.ready;
    withdraw();
    const added: number = await call<number>('tools.add', [1, 2], { signal, timeout: 100 });
    for await (const one of call('tools.count')) added.toFixed(one);
    same<typeof sum, number>(true);
    // @ts-expect-error: texts are no numbers
    await Kinds.Sum((async function* () { yield 'one'; })());
}

export async function odd(): Promise<void> {
    const off: () => void = EventsOn('news', (_text: string) => {});
    off();
    (await WindowGetSize()).w.toFixed();
    const words: string[] = [await defaultMethod(), await oddWindow(), await OddPromise('a', 'b')];
    await TakesLoose(new _.Loose());
    const removed: boolean = await remove(words[0], 'b', 'c');
    if (!removed) await Promise.all([do_it(), do_it_()]);
    for await (const one of OddStream()) one['a-b'].toFixed();
    const kind: my_tools.Odd_Type = await Open();
    if (kind !== my_tools.Odd_Type._1) (await Run()).by = my_tools.Odd_Type['two words'];
}
