// HyperPay's widget reads its wishes from here when its own script is loaded.
window.wpwlOptions = { locale: document.documentElement.lang, style: "plain", paymentTarget: "_top" };
