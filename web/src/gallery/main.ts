// How do all parts look, in both themes? Served by `npm run dev` at /gallery, never built.

import '@fontsource-variable/figtree';
import '../ui/tokens.css';
import '../ui/base.css';
import { mount } from 'svelte';
import { applyLocale } from '../i18n/locale';
import { theme } from '../state/theme.svelte';
import Gallery from './Gallery.svelte';

applyLocale(document.documentElement);
theme.start();
const target = document.querySelector('#app');
if (target) mount(Gallery, { target });
