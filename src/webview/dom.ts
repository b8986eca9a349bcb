/** What of a browser our pages use; the compiler knows the rest of the program without one. */

export interface Page {
  readonly documentElement: Node;
  readonly body: Node;
  getElementById(id: string): Node | null;
  querySelectorAll(selector: string): ArrayLike<Node>;
  createElement(tag: string): Node;
}

export interface Node {
  textContent: string;
  hidden: boolean;
  className: string;
  id: string;
  readonly isConnected: boolean;
  readonly dataset: Record<string, string | undefined>;
  readonly style: { minWidth: string };
  readonly children: ArrayLike<Node>;
  readonly parentElement: Node | null;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  append(...children: (Node | string)[]): void;
  replaceChildren(...children: (Node | string)[]): void;
  remove(): void;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): Node | null;
  querySelectorAll(selector: string): ArrayLike<Node>;
  closest(selector: string): Node | null;
  matches(selector: string): boolean;
  addEventListener(type: string, listener: () => void): void;
}

export interface Frame extends Node { srcdoc: string; readonly contentWindow: Peer | null }
export interface Peer { postMessage(message: unknown, target: string): void }
export interface Message { readonly data: unknown; readonly source: unknown }
