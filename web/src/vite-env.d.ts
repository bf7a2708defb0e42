/// <reference types="svelte" />
/// <reference types="vite/client" />

/** True in `vite dev`, tests and `vite build --mode test`. */
declare const __PSEUDO_LOCALES__: boolean;
