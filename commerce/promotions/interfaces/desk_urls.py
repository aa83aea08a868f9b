from django.urls import path

from commerce.promotions.interfaces import coupon_desk

app_name = "promotions_desk"

urlpatterns = [
    path("coupons/<int:batch_id>/", coupon_desk.CouponList.as_view(), name="coupons"),
    path("coupons/<int:batch_id>/export/", coupon_desk.CouponExport.as_view(), name="export"),
]
