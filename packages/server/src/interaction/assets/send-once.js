// A second click must not send a form again: the browser would drop the answer to the first, and with it the way back to the app.
let sent = 0;
addEventListener('submit', (event) => {
  // Whatever became of the first, the form can be sent again after a while.
  if (event.timeStamp - sent < 5000 && sent > 0) event.preventDefault();
  else sent = event.timeStamp;
});
// Shown again by the back button.
addEventListener('pageshow', () => {
  sent = 0;
});
