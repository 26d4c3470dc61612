// The methods of the notes plugin, as a Wails front end imports them.
import {main} from '../models';

export function Create():Promise<main.Note>;

export function Edit(arg1:string,arg2:string,arg3:string,arg4:string):Promise<void>;

export function Get(arg1:string):Promise<main.Note>;

export function List(arg1:string):Promise<Array<main.NoteHead>>;

export function Remind(arg1:string,arg2:number):Promise<void>;

export function TakeDue():Promise<Array<main.NoteHead>>;
