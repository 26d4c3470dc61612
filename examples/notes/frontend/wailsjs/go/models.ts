export namespace main {
	
	export class Imported {
	    ids: string[];
	    problems: string[];
	
	    static createFrom(source: any = {}) {
	        return new Imported(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.ids = source["ids"];
	        this.problems = source["problems"];
	    }
	}
	export class Note {
	    id: string;
	    title: string;
	    text: string;
	    changed: number;
	    remindAt: number;
	    unsaved: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Note(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.title = source["title"];
	        this.text = source["text"];
	        this.changed = source["changed"];
	        this.remindAt = source["remindAt"];
	        this.unsaved = source["unsaved"];
	    }
	}
	export class NoteHead {
	    id: string;
	    title: string;
	    excerpt: string;
	    changed: number;
	    remindAt: number;
	    unsaved: boolean;
	
	    static createFrom(source: any = {}) {
	        return new NoteHead(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.title = source["title"];
	        this.excerpt = source["excerpt"];
	        this.changed = source["changed"];
	        this.remindAt = source["remindAt"];
	        this.unsaved = source["unsaved"];
	    }
	}

}
