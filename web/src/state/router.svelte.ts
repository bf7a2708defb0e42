// Which page is shown, and how does a person get to another one?

import { pathOf, routeOf, type Route } from './routes';

class Router {
  route = $state.raw<Route>(routeOf(location.pathname));

  /** Follows the browser's buttons and every link of the page that stays inside it. */
  start(): () => void {
    const follow = () => {
      this.route = routeOf(location.pathname);
    };
    const press = (event: MouseEvent) => {
      const path = inside(event);
      if (path === null) return;
      event.preventDefault();
      this.go(routeOf(path));
    };
    addEventListener('popstate', follow);
    document.addEventListener('click', press);
    return () => {
      removeEventListener('popstate', follow);
      document.removeEventListener('click', press);
    };
  }

  /** Shows a page; `replace` leaves no way back to the present one. */
  go(route: Route, { replace = false } = {}): void {
    const path = pathOf(route);
    if (path === location.pathname && !replace) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', path);
    this.route = route;
  }
}

/** The path of a plain press on a link to one of our own pages, else null. */
function inside(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href, location.href);
  const ours = url.origin === location.origin && !/^\/(api|media|docs)\//.test(url.pathname);
  return ours && !url.hash ? url.pathname : null;
}

export const router = new Router();
