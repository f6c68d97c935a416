// Leaves the page by its main link as soon as every frame has loaded, and after two seconds at the latest.
const goOn = () => location.replace(document.querySelector('main a').href);
addEventListener('load', goOn);
setTimeout(goOn, 2000);
