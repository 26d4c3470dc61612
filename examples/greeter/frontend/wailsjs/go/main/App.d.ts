// The methods of the greeter plugin, as a Wails front end imports them.
import {main} from '../models';

export function Echo(arg1:string):Promise<string>;

export function Fail(arg1:string):Promise<void>;

export function Greet(arg1:string):Promise<string>;

export function People(arg1:number):Promise<Array<main.Person>>;

export function Slow(arg1:number):Promise<string>;

export function StartTicker(arg1:number):Promise<void>;

export function StopTicker():Promise<void>;

export function Sum(arg1:Array<number>):Promise<number>;
