import { NavigationRoute, type PrecacheEntry, Serwist } from 'serwist';

declare const self: { readonly __SW_MANIFEST: (PrecacheEntry | string)[] };

/**
 * Makes the app start without network. It keeps the app's own files and nothing else: answers of /api are health data and are never
 * cached here. A new version waits until a page sends SKIP_WAITING (web/ui/appUpdate.tsx), so it never interrupts a running session.
 */
const serwist = new Serwist({
  precacheEntries: self.__SW_MANIFEST,
  precacheOptions: { cleanupOutdatedCaches: true },
  skipWaiting: false,
  clientsClaim: true,
});

// Every page of the app is the same shell; /api and /healthz belong to the server.
serwist.registerRoute(new NavigationRoute(serwist.createHandlerBoundToUrl('/index.html'), { denylist: [/^\/api(\/|$)/, /^\/healthz/] }));
serwist.addEventListeners();
