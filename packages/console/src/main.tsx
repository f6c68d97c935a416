import '../../server/src/interaction/assets/tokens.css';
import '../../server/src/interaction/assets/elements.css';
import '@mantine/core/styles.layer.css';
import './look/console.css';
import './look/frame.css';
import './look/parts.css';
import './look/admin.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from './api/client.ts';
import { ApiProblem } from './api/problem.ts';
import { type Arrival, arrive } from './auth/arrive.ts';
import { ConsoleContext } from './console-context.tsx';
import { type Environment, readEnvironment } from './environment.ts';
import { Refused, SignedOut } from './frame/alone.tsx';
import { cssVariablesResolver, theme } from './look/theme.ts';
import { handOver, isPlaygroundCallback } from './pages/playground/answer-channel.ts';
import { makeRouter } from './router.tsx';
import { prepareTexts } from './texts/index.ts';

/** Seconds since 1970, from the machine's clock. */
const clock = (): number => Math.floor(Date.now() / 1000);

/** A refusal stays one however often it is asked for; what failed on the way may come through. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status < 500 && error.status > 0),
    },
  },
});

async function start(place: HTMLElement): Promise<void> {
  const environment = readEnvironment(document);
  // Of the style elements that hold the page still behind a dialog.
  setNonce(environment.nonce);
  const [page] = await Promise.all([
    isPlaygroundCallback(environment, window.location) ? handedOver(environment) : arrived(environment),
    prepareTexts(),
  ]);
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => environment.nonce}
      >
        {page}
      </MantineProvider>
    </StrictMode>,
  );
}

/** An answer to a client that is tried: it concerns another tab, and nobody has to be signed in for it. */
async function handedOver(environment: Environment): Promise<ReactNode> {
  const handed = handOver(environment, window);
  const { PlaygroundCallback } = await import('./pages/playground/callback.tsx');
  return <PlaygroundCallback environment={environment} handed={handed} />;
}

async function arrived(environment: Environment): Promise<ReactNode> {
  const { sessionStorage: storage, location, history } = window;
  const arrival = await arrive({ environment, clock, storage, location });
  if (arrival.kind === 'signed_in' && arrival.page !== null) history.replaceState(null, '', arrival.page);
  return shown(environment, arrival);
}

function shown(environment: Environment, arrival: Arrival): ReactNode {
  if (arrival.kind === 'signed_out') return <SignedOut environment={environment} />;
  if (arrival.kind === 'refused') return <Refused environment={environment} error={arrival.error} />;
  const { session } = arrival;
  return (
    <ConsoleContext value={{ environment, session, api: createApi(environment, session), clock }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={makeRouter(environment.basePath)} />
      </QueryClientProvider>
    </ConsoleContext>
  );
}

const place = document.getElementById('console');
if (place !== null) await start(place);
